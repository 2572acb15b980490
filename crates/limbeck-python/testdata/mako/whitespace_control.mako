a
	% if True:
	tab
	% endif
% if True :
b
% endif
c
