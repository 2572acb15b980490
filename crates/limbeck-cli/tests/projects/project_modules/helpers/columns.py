from sqlalchemy import Column, Integer


def key():
    return Column("id", Integer, primary_key=True)
