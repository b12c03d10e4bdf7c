/// The language of every text, switched while the client runs.
#pragma once

#include <QString>

namespace sharecar::desktop {

enum class LanguageChoice { System, English, Korean };

/// Installs the translations and the locale of numbers and dates; widgets get QEvent::LanguageChange.
void setLanguage(LanguageChoice choice);
bool speaksKorean();

}  // namespace sharecar::desktop
