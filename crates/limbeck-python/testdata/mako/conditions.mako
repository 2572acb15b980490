start
% if up_revision == "abc":
is abc
% elif message:
has message
% else:
neither
% endif
% if not missing:
missing is false
%endif
  % if down_revision and both:
    nested
    % if branch_labels:
    labels
    % else:
    no labels
    % endif
  % endif
end
