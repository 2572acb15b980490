one \
two \
${message} \
% if up_revision:
kept \
% endif
end
