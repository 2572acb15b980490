% for x in []:
never
% else:
nothing there
% endfor
% for i in range(3): # counted
${i}
% if i == 1:
<% break %>
% endif
% endfor
