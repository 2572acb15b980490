% try:
${int("x")}
% except ValueError as error:
bad: ${error}
% endtry
