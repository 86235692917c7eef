@echo off
rem Runs the commands of a source checkout on Windows: keops --help and keops-cache --help list what they do. The first
rem use builds them; after a change of the sources, "mvnw -ntp package" does. Java's own options go into
rem JDK_JAVA_OPTIONS. KEOPS_JAVA_HOME is the JDK to use, before any other.
setlocal
if "%KEOPS_COMMAND%"=="" set "KEOPS_COMMAND=keops"
if "%KEOPS_COMMAND%"=="keops" (
  set "module=examples"
  set "artifact=keops-examples"
  set "main=keops.examples/keops.examples.Keops"
) else (
  set "module=cache-tool"
  set "artifact=keops-cache-tool"
  set "main=keops.cachetool/keops.cachetool.KeopsCache"
)
set "home=%~dp0"
set "home=%home:~0,-1%"
set "target=%home%\%module%\target"

set "jdk="
call :try "%KEOPS_JAVA_HOME%"
call :try "%JAVA_HOME%"
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%USERPROFILE%\.jdks\*") do call :try "%%~d"
if not defined jdk (
  echo %KEOPS_COMMAND%: no JDK 25 or newer found: install one, or set KEOPS_JAVA_HOME to its folder 1>&2
  exit /b 5
)

if not exist "%target%\%artifact%.jar" (
  echo %KEOPS_COMMAND%: building it 1>&2
  pushd "%home%"
  set "JAVA_HOME=%jdk%"
  call "%home%\mvnw.cmd" -B -ntp -q -pl %module% -am package -Dmaven.test.skip=true 1>&2
  popd
)
if not exist "%target%\%artifact%.jar" (
  echo %KEOPS_COMMAND%: the build failed 1>&2
  exit /b 7
)

"%jdk%\bin\java.exe" "-Dkeops.home=%home%" --enable-native-access=keops.bindings -p "%target%\%artifact%.jar;%target%\lib" -m %main% %*
exit /b %ERRORLEVEL%

:try
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
set "version=0"
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do set "version=%%v"
set "version=%version:"=%"
for /f "delims=-+ " %%n in ("%version%") do if %%n geq 25 set "jdk=%~1"
exit /b 0
