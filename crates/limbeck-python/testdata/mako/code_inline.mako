<% a = 1 %><% b = a + 1 %>${b}
<% c = [x * 2 for x in both if x != "b"] %>${c}
