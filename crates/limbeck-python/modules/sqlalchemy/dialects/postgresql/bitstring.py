"""Values of PostgreSQL's BIT."""


class BitString(str):
    """A string of zeros and ones."""

    def __new__(cls, value, check=True):
        if check and value.strip("01"):
            raise ValueError("BitString must only contain '0' and '1' chars")
        return super().__new__(cls, value)

    def __repr__(self):
        return f'BitString("{self}")'

    @classmethod
    def from_int(cls, value, length):
        return cls(format(value, f"0{length}b"))

    @classmethod
    def from_bytes(cls, value, length=-1):
        bits = "".join(format(byte, "08b") for byte in value)
        return cls(bits if length < 0 else bits[-length:])

    def __int__(self):
        return int(str(self), 2) if self else 0
