## not shown
shown ## this is text
  ## indented, not shown
# a Python comment is shown
<%doc>
  nor
  this
</%doc>after
