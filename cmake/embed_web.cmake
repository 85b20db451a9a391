# Run by web.cmake while building: FILES below DIST become OUT/assets.S (the bytes) and OUT/assets.cpp (the table).
# An entity tag is a hash of the content, so a client that holds a file of an older build is told so.
cmake_minimum_required(VERSION 3.25)

set(types
  html text/html js text/javascript css text/css txt text/plain json application/json map application/json
  webmanifest application/manifest+json xml application/xml wasm application/wasm svg image/svg+xml
  ico image/x-icon png image/png jpg image/jpeg webp image/webp woff2 font/woff2)
set(compressible html js css json map webmanifest svg txt xml ico wasm)

set(assembly "// Generated from web/dist.\n.section .rodata\n")
set(declarations "")
set(rows "")
set(number 0)

# Appends one file's bytes under `symbol`, and sets `view` to the C++ expression for them.
macro(embed symbol path)
  file(SIZE "${path}" size)
  string(APPEND assembly ".globl ${symbol}\n.balign 16\n${symbol}:\n.incbin \"${path}\"\n.byte 0\n")
  string(APPEND declarations "extern char const ${symbol}[];\n")
  set(view "{${symbol}, ${size}}")
endmacro()

# Sets `view` to the compressed variant, or to an empty one where compressing does not pay.
macro(embed_compressed symbol path tool)
  set(view "{}")
  if(extension IN_LIST compressible)
    execute_process(COMMAND ${tool} ${ARGN} "${DIST}/${file}" OUTPUT_FILE "${path}" COMMAND_ERROR_IS_FATAL ANY)
    file(SIZE "${path}" compressed_size)
    if(compressed_size LESS identity_size)
      embed(${symbol} "${path}")
    endif()
  endif()
endmacro()

file(REMOVE_RECURSE "${OUT}/packed")
file(MAKE_DIRECTORY "${OUT}/packed")
foreach(file IN LISTS FILES)
  string(REGEX MATCH "[^.]*$" extension "${file}")
  list(FIND types "${extension}" at)
  set(type "application/octet-stream")
  if(NOT at EQUAL -1)
    math(EXPR at "${at} + 1")
    list(GET types ${at} type)
  endif()
  if(type MATCHES "^text/")
    string(APPEND type "; charset=utf-8")
  endif()
  file(SHA256 "${DIST}/${file}" hash)
  string(SUBSTRING "${hash}" 0 32 hash)
  set(immutable false)
  if(file MATCHES "^assets/")
    set(immutable true)
  endif()

  embed(web_${number}_identity "${DIST}/${file}")
  set(identity_view "${view}")
  set(identity_size "${size}")
  embed_compressed(web_${number}_brotli "${OUT}/packed/${number}.br" ${BROTLI} -q 11 -c)
  set(brotli_view "${view}")
  embed_compressed(web_${number}_gzip "${OUT}/packed/${number}.gz" ${GZIP} -9 -n -c)
  string(APPEND rows "    {\"/${file}\", \"${type}\", \"\\\"${hash}\\\"\",\n"
                     "     ${identity_view}, ${brotli_view}, ${view}, ${immutable}},\n")
  math(EXPR number "${number} + 1")
endforeach()

string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")
file(WRITE "${OUT}/assets.S" "${assembly}")

set(table "constexpr std::array<Asset, ${number}> table{{\n${rows}}};\n")
if(number EQUAL 0)
  set(table "constexpr std::array<Asset, 0> table{};\n")
endif()
file(WRITE "${OUT}/assets.cpp" "// Generated from web/dist.
#include \"gateway/web/assets.hpp\"

#include <array>

extern \"C\" {
${declarations}}

namespace switchboard::web {
namespace {
${table}}  // namespace

std::span<Asset const> assets() { return table; }

}  // namespace switchboard::web
")
