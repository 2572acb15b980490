<%def name="loud()" filter="h,trim">   <b>${message}</b>   </%def>\
<%def name="kept()" buffered="True">kept ${message}</%def>\
[${loud()}] [${kept()}] [${kept().upper()}]
