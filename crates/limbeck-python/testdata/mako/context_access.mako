${context.get("up_revision")} ${context.get("nowhere", "default")} ${context["message"]} ${context.get("nowhere")}
${"message" in context.keys()} ${len(context.get("both"))}<% context.write("written") %>
