before
% if up_revision:
<% return STOP_RENDERING %>
% endif
after
