"""Names about command lines and cloud services: settings are not read from these here."""

CLI_SUPPRESS = "==SUPPRESS=="


class _Plain:
    def __class_getitem__(cls, item):
        return item


CliDualFlag = CliExplicitFlag = CliImplicitFlag = CliPositionalArg = CliSubCommand = _Plain
CliSuppress = CliToggleFlag = CliUnknownArgs = CliVariadicArg = _Plain


class CliMutuallyExclusiveGroup:
    pass


class _Refused:
    def __init__(self, *args, **kw):
        raise NotImplementedError(
            f"{type(self).__name__} is not available here; give the settings in the environment "
            "or in a .env file"
        )


class CliSettingsSource(_Refused):
    def __class_getitem__(cls, item):
        return cls


class CliApp(_Refused):
    pass


class AWSSecretsManagerSettingsSource(_Refused):
    pass


class AWSSystemsManagerSettingsSource(_Refused):
    pass


class AzureKeyVaultSettingsSource(_Refused):
    pass


class GoogleSecretManagerSettingsSource(_Refused):
    pass


def get_subcommand(model, is_required=True, cli_exit_on_error=None):
    return None
