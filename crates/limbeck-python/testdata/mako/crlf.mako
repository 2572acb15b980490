a
% if up_revision:
b ${message}
% endif
c \
d
