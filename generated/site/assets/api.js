verbatim.api({"schemes":{"CoderSessionToken":{"in":"header","kind":"key","name":"Coder-Session-Token"}},"server":"http://coder-server:8080","servers":[{"description":null,"url":"/","variables":{}}]})
