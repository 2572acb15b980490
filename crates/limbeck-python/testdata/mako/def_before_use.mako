${late(1)}
<%def name="late(n)">late ${n} ${up_revision}</%def>\
