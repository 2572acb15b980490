class Error(Exception):
    """What a driver says."""


class DatabaseError(Error):
    pass


class IntegrityError(DatabaseError):
    def number(self):
        return self.args[0]
