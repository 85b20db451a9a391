# Embeds files into a library through `.incbin`: no copy at start, no code generation of megabytes of literals.
enable_language(ASM)

# switchboard_embed_sql(TARGET NAMESPACE DIR HEADER): every DIR/*.sql becomes `NAMESPACE::name`, a std::string_view
# constant in a generated HEADER. SQL is small, so it is a plain raw literal.
function(switchboard_embed_sql target namespace dir header)
  file(GLOB files CONFIGURE_DEPENDS "${dir}/*.sql")
  list(SORT files)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/generated/${header}")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} "-DFILES=${files}"
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_sql.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_sql.cmake
    VERBATIM)
  target_sources(${target} PRIVATE "${out}")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
