${message} ${1 + 2} ${"}"} ${'|'} ${{"a": 1}["a"]} ${[1, 2][0]}
${"a" if up_revision else "b"} ${missing or "fallback"} ${up_revision[:4]}
${(message
   + "!")}
