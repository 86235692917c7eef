@echo off
setlocal
set "KEOPS_COMMAND=keops-cache"
call "%~dp0keops.cmd" %*
exit /b %ERRORLEVEL%
