<% n = 0 %>\
% while n < 3:
n=${n}
<% n += 1 %>\
% endwhile
