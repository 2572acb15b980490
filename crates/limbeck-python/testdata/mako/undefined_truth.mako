% if undefined_name:
no
% else:
yes
% endif
${"set" if undefined_name else "unset"} ${undefined_name is UNDEFINED}
