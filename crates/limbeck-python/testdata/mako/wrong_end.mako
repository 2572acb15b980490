% for x in both:
% endif
% endfor
