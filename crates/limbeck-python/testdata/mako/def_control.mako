<%def name="rows(items)">
% for item in items:
- ${item}${"" if loop.last else ","}
% endfor
</%def>\
${rows(both)}
${capture(rows, ["x"]).strip()}
