/// The colours as numbers: palettes, meanings, services. Pure, so that contrast and distance are computed in a test.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sharecar::desktop {

/// 0xAARRGGBB, the same type as Qt GUI's QRgb.
using Rgb = std::uint32_t;

/// Meanings, not hues. Colour is never the only sign: a glyph or a word always says the same.
struct Tokens {
  Rgb window, base, alternate;
  Rgb text, muted;
  Rgb accent;  ///< links and focus too
  Rgb onAccent;
  Rgb ok, warning, halfOpen, error;
  Rgb border;  ///< of controls
  Rgb hatch;   ///< of what cannot be chosen
};

inline constexpr Tokens lightTokens{.window = 0xfff6f7f9,
                                    .base = 0xffffffff,
                                    .alternate = 0xfff1f3f6,
                                    .text = 0xff1c2127,
                                    .muted = 0xff5a6470,
                                    .accent = 0xff1f5fbf,
                                    .onAccent = 0xffffffff,
                                    .ok = 0xff1b7a3d,
                                    .warning = 0xff8a5a00,
                                    .halfOpen = 0xff6b4ba3,
                                    .error = 0xffb3261e,
                                    .border = 0xff7c8896,
                                    .hatch = 0xffc3cad2};
inline constexpr Tokens darkTokens{.window = 0xff1b1f24,
                                   .base = 0xff14171b,
                                   .alternate = 0xff191d22,
                                   .text = 0xffe6e9ec,
                                   .muted = 0xffa3adb8,
                                   .accent = 0xff6fa8ff,
                                   .onAccent = 0xff0d1116,
                                   .ok = 0xff5cc77f,
                                   .warning = 0xffe3b341,
                                   .halfOpen = 0xffc3a6ff,
                                   .error = 0xffff8a80,
                                   .border = 0xff6b7683,
                                   .hatch = 0xff3a424c};

/// Hues for services, in the order gateway, order, payment, reservation, cardnet, customer, tracing, desktop: found by
/// a search for the greatest distance between all pairs and to the error colour, for normal and for dichromatic sight.
using ServiceHues = std::array<Rgb, 8>;
inline constexpr ServiceHues lightServiceHues{0xff28474b, 0xff1d7cf1, 0xff5f9336, 0xff874d9f,
                                              0xffd537ce, 0xff5a988e, 0xff4f1631, 0xff5105db};
inline constexpr ServiceHues darkServiceHues{0xff2d84ab, 0xff7fc5f4, 0xff8df725, 0xff865fdc,
                                             0xffd5cb64, 0xff67a29a, 0xffa64d48, 0xff5f9336};

/// How a service is drawn: ShareCar's own are fixed, others follow from their name and are hatched, so that the two
/// never look alike.
struct ServiceColour {
  Rgb colour;
  bool hatched;

  friend bool operator==(const ServiceColour&, const ServiceColour&) = default;
};
ServiceColour serviceColour(std::string_view service, bool dark);

namespace colour {
double contrast(Rgb a, Rgb b);  ///< 1..21, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
double ciede2000(Rgb a, Rgb b);
enum class Sight { Normal, Protan, Deutan, Tritan };
Rgb seenBy(Sight sight, Rgb colour);  ///< complete dichromats: Machado, Oliveira and Fernandes 2009
}  // namespace colour

}  // namespace sharecar::desktop
