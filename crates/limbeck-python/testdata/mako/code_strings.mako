<%
    text = """first
  second
        third"""
    other = 'a#b' # a comment with ' in it
%>${text}|${other}
