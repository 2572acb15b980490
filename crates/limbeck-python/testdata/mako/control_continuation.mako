% if up_revision and \
     message:
both
% endif
