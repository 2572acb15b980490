<%block name="head">head ${message}</%block>
<%block>anonymous</%block>
<%block filter="h">< ></%block>
