text
${message
