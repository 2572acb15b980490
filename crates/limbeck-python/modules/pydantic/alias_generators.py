"""Names of fields in other spellings."""


def to_pascal(snake):
    return "".join(part[:1].upper() + part[1:] for part in snake.split("_"))


def to_camel(snake):
    made = to_pascal(snake)
    return made[:1].lower() + made[1:]


def to_snake(camel):
    found = []
    for at, letter in enumerate(camel):
        if letter.isupper() and at and (
            not camel[at - 1].isupper() or at + 1 < len(camel) and camel[at + 1].islower()
        ) and camel[at - 1] not in "_-":
            found.append("_")
        found.append(letter)
    return "".join(found).replace("-", "_").lower()
