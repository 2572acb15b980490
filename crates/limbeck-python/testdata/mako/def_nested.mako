<%def name="outer(a)">
  <%def name="inner(b)">${a}-${b}</%def>
  ${inner(2)} ${inner(3)}
</%def>
${outer(1)}
