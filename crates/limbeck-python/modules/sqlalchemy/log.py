"""Logging of engines: the names that scripts import."""


class Identified:
    logging_name = None


class InstanceLogger:
    pass


class echo_property:
    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, "_echo", False)

    def __set__(self, instance, value):
        instance._echo = value


def class_logger(cls):
    return cls


def instance_logger(instance, echoflag=None):
    import logging

    instance.logger = logging.getLogger(type(instance).__module__)
