% for name in both:
${loop.index} ${name} ${loop.first} ${loop.last} ${loop.even} ${loop.odd} ${loop.reverse_index} ${loop.cycle("a", "b")}
% for c in name[:2]:
  ${loop.index}/${loop.parent.index} ${c}
% endfor
% endfor
% for a, (b, c) in [(1, (2, 3))]:
${a}${b}${c}
% endfor
