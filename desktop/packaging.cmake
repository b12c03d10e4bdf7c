# What is installed, and the Debian package of it: cmake --install BUILD --component desktop, and cpack -G DEB in BUILD.
include(GNUInstallDirs)

set(manual ${CMAKE_CURRENT_BINARY_DIR}/sharecar-desktop.1.gz)
add_custom_command(OUTPUT ${manual} DEPENDS share/sharecar-desktop.1 VERBATIM
  COMMAND sh -c "gzip -9nc \"$0\" > \"$1\"" ${CMAKE_CURRENT_SOURCE_DIR}/share/sharecar-desktop.1 ${manual})
add_custom_target(sharecar_desktop_manual ALL DEPENDS ${manual})
add_dependencies(sharecar-desktop sharecar_desktop_manual)

install(TARGETS sharecar-desktop RUNTIME COMPONENT desktop)
install(FILES share/sharecar.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT desktop)
install(FILES share/org.sharecar.desktop.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT desktop)
install(FILES share/sharecar.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps COMPONENT desktop)
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT desktop)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sharecar-desktop RENAME copyright
  COMPONENT desktop)

# Of the whole tree only the component "desktop" is packed. Libraries come from dpkg-shlibdeps; the icon theme and the
# plugin for SVG are loaded at run time, so nothing but this list knows of them. The triggers of desktop-file-utils and
# hicolor-icon-theme make the sharecar:// handler and the icon known.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sharecar-desktop)
set(CPACK_PACKAGE_VENDOR "The ShareCar authors")
set(CPACK_PACKAGE_CONTACT "The ShareCar authors <sharecar@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Book cars of a ShareCar platform, and see what happened")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL desktop)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_DESKTOP_PACKAGE_NAME sharecar-desktop)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "breeze-icon-theme, libqt6svg6")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-core, fonts-nanum, qt6-translations-l10n, qt6-wayland, xdg-utils")
include(CPack)
