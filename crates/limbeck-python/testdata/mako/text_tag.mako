<%text>
% if not control:
${not_evaluated} ## nor comment <% nor code %>
</%text>
after
