${"it's"} ${'say "hi"'} ${"""triple " quote"""} ${f"{message!r:>40}"} ${'a\'b'}
