%% a line that starts with a percent sign
  %% indented
%%% three
50%% inside
% if True:
%% within
% endif
