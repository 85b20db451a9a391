# Puts every file of web/dist into the gateway: `switchboard::web::assets()` of src/gateway/web/assets.hpp, each file
# as it is and, where that pays, compressed with brotli and gzip while building. Files come in by `.incbin`.
file(GLOB_RECURSE web_files CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/web/dist" "${PROJECT_SOURCE_DIR}/web/dist/*")
list(SORT web_files)
if(NOT web_files)
  message(STATUS "web/dist is empty: this build serves no web client (npm run build in web/ makes it)")
endif()

find_program(BROTLI brotli REQUIRED)
find_program(GZIP gzip REQUIRED)
set(web_out "${CMAKE_CURRENT_BINARY_DIR}/generated/web")
list(TRANSFORM web_files PREPEND "${PROJECT_SOURCE_DIR}/web/dist/" OUTPUT_VARIABLE web_paths)
add_custom_command(
  OUTPUT "${web_out}/assets.cpp" "${web_out}/assets.S"
  COMMAND ${CMAKE_COMMAND} "-DOUT=${web_out}" "-DDIST=${PROJECT_SOURCE_DIR}/web/dist" "-DFILES=${web_files}"
          "-DBROTLI=${BROTLI}" "-DGZIP=${GZIP}" -P "${PROJECT_SOURCE_DIR}/cmake/embed_web.cmake"
  DEPENDS ${web_paths} "${PROJECT_SOURCE_DIR}/cmake/embed_web.cmake"
  COMMENT "Compressing the web client"
  VERBATIM)
set_source_files_properties("${web_out}/assets.S" PROPERTIES OBJECT_DEPENDS "${web_paths}")

get_target_property(web_gateway_type sb_gateway TYPE)
if(web_gateway_type STREQUAL "STATIC_LIBRARY")
  target_sources(sb_gateway PRIVATE "${web_out}/assets.cpp" "${web_out}/assets.S")
endif()
