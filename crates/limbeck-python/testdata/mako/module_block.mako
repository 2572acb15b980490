<%!
import datetime
CONSTANT = {"a": 1}

def helper(value):
    if value:
        return "yes"
    return "no"
%>
${CONSTANT["a"]} ${helper(up_revision)} ${datetime.date(2020, 1, 2)}
