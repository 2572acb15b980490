% if up_revision:
% endif
% for x in both:
% endfor
% if missing:
% else:
x
% endif
