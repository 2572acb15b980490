"""MySQL's own types."""

from ...sql import sqltypes
from ...sql.sqltypes import GenericRepr, _Recorded, present
from ...sql.type_api import NativeForEmulated


class _Mysql(_Recorded):
    """A type by the name of its class, with MySQL's arguments."""

    _between_families = True
    _wire_kind = "mysql"

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if cls.__module__ == __name__ and cls.__name__.isupper():
            cls._wire_name = cls.__name__
            cls.__visit_name__ = cls.__name__

    def _wire_args(self):
        names = (
            "length", "precision", "scale", "collation", "charset", "ascii", "unicode", "binary",
            "national", "unsigned", "zerofill", "display_width", "fsp",
        )
        wire = {name: self.__dict__.get(name) for name in names}
        if self.__dict__.get("timezone"):
            wire["timezone"] = True
        return present(**wire)


class _NumericCommonType(_Mysql):
    _between_families = True

    def __init__(self, unsigned=False, zerofill=False, **kw):
        self.unsigned = unsigned
        self.zerofill = zerofill
        super().__init__(**kw)


class _NumericType(_NumericCommonType, sqltypes.Numeric):
    def repr_struct(self):
        return GenericRepr(self, to_inspect=[_NumericType, _NumericCommonType, sqltypes.Numeric])


class _FloatType(_NumericCommonType, sqltypes.Float):
    def __init__(self, precision=None, scale=None, asdecimal=True, **kw):
        if isinstance(self, (REAL, DOUBLE)) and (precision is None) != (scale is None):
            from ...exc import ArgumentError

            raise ArgumentError(
                "You must specify both precision and scale or omit both altogether."
            )
        super().__init__(precision=precision, asdecimal=asdecimal, **kw)
        self.scale = scale

    def repr_struct(self):
        return GenericRepr(self, to_inspect=[_FloatType, _NumericCommonType, sqltypes.Float])


class _IntegerType(_NumericCommonType, sqltypes.Integer):
    def __init__(self, display_width=None, **kw):
        self.display_width = display_width
        super().__init__(**kw)

    def repr_struct(self):
        return GenericRepr(self, to_inspect=[_IntegerType, _NumericCommonType, sqltypes.Integer])


class _StringType(_Mysql, sqltypes.String):
    def __init__(self, charset=None, collation=None, ascii=False, binary=False, unicode=False,
                 national=False, **kw):
        self.charset = charset
        kw.setdefault("collation", kw.pop("collate", collation))
        self.ascii = ascii
        self.unicode = unicode
        self.binary = binary
        self.national = national
        super().__init__(**kw)

    def repr_struct(self):
        return GenericRepr(self, to_inspect=[_StringType, sqltypes.String])


class NUMERIC(_NumericType, sqltypes.NUMERIC):
    def __init__(self, precision=None, scale=None, asdecimal=True, **kw):
        super().__init__(precision=precision, scale=scale, asdecimal=asdecimal, **kw)


class DECIMAL(_NumericType, sqltypes.DECIMAL):
    def __init__(self, precision=None, scale=None, asdecimal=True, **kw):
        super().__init__(precision=precision, scale=scale, asdecimal=asdecimal, **kw)


class DOUBLE(_FloatType, sqltypes.DOUBLE):
    def __init__(self, precision=None, scale=None, asdecimal=True, **kw):
        super().__init__(precision=precision, scale=scale, asdecimal=asdecimal, **kw)


class REAL(_FloatType, sqltypes.REAL):
    def __init__(self, precision=None, scale=None, asdecimal=True, **kw):
        super().__init__(precision=precision, scale=scale, asdecimal=asdecimal, **kw)


class FLOAT(_FloatType, sqltypes.FLOAT):
    def __init__(self, precision=None, scale=None, asdecimal=False, **kw):
        super().__init__(precision=precision, scale=scale, asdecimal=asdecimal, **kw)


class INTEGER(_IntegerType, sqltypes.INTEGER):
    def __init__(self, display_width=None, **kw):
        super().__init__(display_width=display_width, **kw)


class BIGINT(_IntegerType, sqltypes.BIGINT):
    def __init__(self, display_width=None, **kw):
        super().__init__(display_width=display_width, **kw)


class MEDIUMINT(_IntegerType):
    def __init__(self, display_width=None, **kw):
        super().__init__(display_width=display_width, **kw)


class TINYINT(_IntegerType):
    def __init__(self, display_width=None, **kw):
        super().__init__(display_width=display_width, **kw)


class SMALLINT(_IntegerType, sqltypes.SMALLINT):
    def __init__(self, display_width=None, **kw):
        super().__init__(display_width=display_width, **kw)


class BIT(_Mysql):
    def __init__(self, length=None):
        self.length = length

    def result_processor(self, dialect, coltype):
        return lambda value: (
            int.from_bytes(value, "big") if isinstance(value, bytes) else value
        )


class TIME(_Mysql, sqltypes.TIME):
    def __init__(self, timezone=False, fsp=None):
        super().__init__(timezone=timezone)
        self.fsp = fsp


class TIMESTAMP(_Mysql, sqltypes.TIMESTAMP):
    def __init__(self, timezone=False, fsp=None):
        super().__init__(timezone=timezone)
        self.fsp = fsp


class DATETIME(_Mysql, sqltypes.DATETIME):
    def __init__(self, timezone=False, fsp=None):
        super().__init__(timezone=timezone)
        self.fsp = fsp


class YEAR(_Mysql):
    def __init__(self, display_width=None):
        self.display_width = display_width


class TEXT(_StringType, sqltypes.TEXT):
    def __init__(self, length=None, **kw):
        super().__init__(length=length, **kw)


class TINYTEXT(_StringType):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)


class MEDIUMTEXT(_StringType):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)


class LONGTEXT(_StringType):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)


class VARCHAR(_StringType, sqltypes.VARCHAR):
    def __init__(self, length=None, **kwargs):
        super().__init__(length=length, **kwargs)


class CHAR(_StringType, sqltypes.CHAR):
    def __init__(self, length=None, **kwargs):
        super().__init__(length=length, **kwargs)


class NVARCHAR(_StringType, sqltypes.NVARCHAR):
    def __init__(self, length=None, **kwargs):
        kwargs["national"] = True
        super().__init__(length=length, **kwargs)


class NCHAR(_StringType, sqltypes.NCHAR):
    def __init__(self, length=None, **kwargs):
        kwargs["national"] = True
        super().__init__(length=length, **kwargs)


class TINYBLOB(_Mysql, sqltypes._Binary):
    pass


class MEDIUMBLOB(_Mysql, sqltypes._Binary):
    pass


class LONGBLOB(_Mysql, sqltypes._Binary):
    pass


class JSON(_Mysql, sqltypes.JSON):
    pass


class INET4(_Mysql):
    pass


class INET6(_Mysql):
    pass


class ENUM(NativeForEmulated, sqltypes.Enum, _StringType):
    native_enum = True
    _wire_dialect = "mysql"

    def __init__(self, *enums, **kw):
        kw.pop("strict", None)
        own = {
            name: kw.pop(name)
            for name in ("charset", "collation", "collate", "ascii", "binary", "unicode",
                         "national")
            if name in kw
        }
        self._enum_init(enums, kw)
        _StringType.__init__(self, length=self.length, **own)

    def _enum_init(self, enums, kw):
        sqltypes.Enum._enum_init(self, enums, kw)

    def _wire_args(self):
        args = sqltypes.Enum._wire_args(self)
        return args if self.charset is None else {**args, "charset": self.charset}

    def repr_struct(self):
        return GenericRepr(self, to_inspect=[ENUM, _StringType, sqltypes.Enum])


class SET(_StringType):
    def __init__(self, *values, **kw):
        self.retrieve_as_bitwise = kw.pop("retrieve_as_bitwise", False)
        self.values = tuple(values)
        if not self.retrieve_as_bitwise and "" in values:
            from ...exc import ArgumentError

            raise ArgumentError(
                "Can't use the blank value '' in a SET without setting retrieve_as_bitwise=True"
            )
        kw.setdefault("length", max((len(value) for value in values), default=0))
        super().__init__(**kw)

    def _wire_args(self):
        return {**super()._wire_args(), "values": list(self.values)}

    def bind_processor(self, dialect):
        def process(value):
            if value is None or isinstance(value, (int, str)):
                return value
            return ",".join(value)

        return process

    def result_processor(self, dialect, coltype):
        def process(value):
            return {part for part in value.split(",") if part} if isinstance(value, str) else value

        return process

    def repr_struct(self):
        return GenericRepr(
            self, to_inspect=[SET, _StringType], additional_kw=[("retrieve_as_bitwise", False)]
        )


MSBigInteger, MSInteger, MSTinyInteger = BIGINT, INTEGER, TINYINT
MSString, MSText, MSChar, MSLongText = VARCHAR, TEXT, CHAR, LONGTEXT
MSBit, MSDecimal, MSDouble, MSFloat, MSNumeric, MSReal = BIT, DECIMAL, DOUBLE, FLOAT, NUMERIC, REAL
MSMediumInteger, MSSmallInteger, MSYear = MEDIUMINT, SMALLINT, YEAR
MSMediumText, MSTinyText, MSNChar, MSNVarChar = MEDIUMTEXT, TINYTEXT, NCHAR, NVARCHAR
MSMediumBlob, MSTinyBlob, MSLongBlob = MEDIUMBLOB, TINYBLOB, LONGBLOB
MSBlob, MSVarBinary, MSBinary = sqltypes.LargeBinary, sqltypes.VARBINARY, sqltypes.BINARY
MSTime, MSTimeStamp, MSEnum, MSSet = TIME, TIMESTAMP, ENUM, SET
