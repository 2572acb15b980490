<%
    def double(n):
        return n * 2 + len(both)
    class Holder:
        value = 5
%>
${double(4)} ${Holder.value} ${Holder().value} ${(lambda q: q + 1)(2)}
