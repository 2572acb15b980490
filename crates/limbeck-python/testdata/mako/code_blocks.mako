<%
    import re
    words = re.split(r",\s*", "engine1, engine2")
    total = 0
    for word in words:
        total += len(word)
%>
${words} ${total}
% for word in words:
<%
    upper = word.upper()
%>
  ${upper}
% endfor
