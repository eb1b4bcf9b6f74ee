" Vim: with this file in ~/.vim/compiler, `:compiler brief` and then `:make` fill the quickfix list with what
" `brief check` finds.
if exists("current_compiler")
  finish
endif
let current_compiler = "brief"

CompilerSet makeprg=brief\ check\ --format\ plain
CompilerSet errorformat=%f:%l:%c:\ %t%n\ %m
