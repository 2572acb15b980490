<%def name="title(text, mark='=')">
${text}
${mark * len(text)}
</%def>
${title("Hello")}
${title(message, mark="-")}
