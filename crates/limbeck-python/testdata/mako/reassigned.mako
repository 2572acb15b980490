<% message_now = message %>\
% for message_now in both:
${message_now}
% endfor
${message_now}
<%def name="local_only()"><% message_now = "inner" %>${message_now}</%def>${local_only()} ${message_now}
