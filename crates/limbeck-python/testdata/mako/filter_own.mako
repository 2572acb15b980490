<%!
def shout(text):
    return text.upper() + "!"
def wrap(mark):
    return lambda text: mark + text + mark
%>
${message | shout} ${message | n,shout} ${message | wrap("*")}
