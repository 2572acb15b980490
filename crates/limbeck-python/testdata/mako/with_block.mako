<%!
import contextlib
%>\
% with contextlib.nullcontext("inner") as value:
${value}
% endwith
