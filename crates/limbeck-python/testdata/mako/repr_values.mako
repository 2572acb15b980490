${repr(up_revision)} ${repr(down_revision)} ${repr(branch_labels)} ${repr(depends_on)} ${repr(both)} ${repr(listed)}
${down_revision} ${both}
