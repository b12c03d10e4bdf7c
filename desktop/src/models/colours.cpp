#include "models/colours.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sharecar::desktop {
namespace {

constexpr std::array<std::string_view, 8> ownServices{"gateway", "order",    "payment", "reservation",
                                                      "cardnet", "customer", "tracing", "desktop"};

using Triple = std::array<double, 3>;

double linear(int channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

Rgb gamma(double c) {
  c = std::clamp(c, 0.0, 1.0);
  return static_cast<Rgb>(std::lround(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055)));
}

Triple linear(Rgb rgb) {
  const auto channel = [rgb](int shift) { return linear(static_cast<int>(rgb >> shift & 0xff)); };
  return {channel(16), channel(8), channel(0)};
}

double dot(const Triple& a, const Triple& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

double luminance(Rgb rgb) { return dot({0.2126, 0.7152, 0.0722}, linear(rgb)); }

// CIE L*a*b* under D65.
Triple lab(Rgb rgb) {
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  const Triple c = linear(rgb);
  const double x = f(dot({0.4124564, 0.3575761, 0.1804375}, c) / 0.95047);
  const double y = f(dot({0.2126729, 0.7151522, 0.0721750}, c));
  const double z = f(dot({0.0193339, 0.1191920, 0.9503041}, c) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double radians(double degrees) { return degrees * std::numbers::pi / 180; }
double hue(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
  return degrees < 0 ? degrees + 360 : degrees;
}

}  // namespace

ServiceColour serviceColour(std::string_view service, bool dark) {
  const auto& hues = dark ? darkServiceHues : lightServiceHues;
  const auto own = std::find(ownServices.begin(), ownServices.end(), service);
  if (own != ownServices.end()) return {hues[static_cast<std::size_t>(own - ownServices.begin())], false};
  std::uint32_t hash = 2166136261;  // FNV-1a: the same on every machine and in every run
  for (const char c : service) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
  return {hues[hash % hues.size()], true};
}

namespace colour {

double contrast(Rgb a, Rgb b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

// Sharma, Wu, Dalal 2005: https://hajim.rochester.edu/ece/sites/gsharma/ciede2000/
double ciede2000(Rgb first, Rgb second) {
  const Triple p = lab(first);
  const Triple q = lab(second);
  const double meanC7 = std::pow((std::hypot(p[1], p[2]) + std::hypot(q[1], q[2])) / 2, 7);
  const double g = 0.5 * (1 - std::sqrt(meanC7 / (meanC7 + std::pow(25.0, 7))));
  const double a1 = (1 + g) * p[1];
  const double a2 = (1 + g) * q[1];
  const double c1 = std::hypot(a1, p[2]);
  const double c2 = std::hypot(a2, q[2]);
  const double h1 = hue(a1, p[2]);
  const double h2 = hue(a2, q[2]);
  double dh = c1 * c2 == 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  const double dH = 2 * std::sqrt(c1 * c2) * std::sin(radians(dh / 2));
  const double l = (p[0] + q[0]) / 2;
  const double c = (c1 + c2) / 2;
  double h = h1 + h2;
  if (c1 * c2 != 0) h = std::abs(h1 - h2) <= 180 ? h / 2 : (h < 360 ? h + 360 : h - 360) / 2;
  const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                   0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
  const double sl = 1 + 0.015 * std::pow(l - 50, 2) / std::sqrt(20 + std::pow(l - 50, 2));
  const double sc = 1 + 0.045 * c;
  const double sh = 1 + 0.015 * c * t;
  const double c7 = std::pow(c, 7);
  const double rt =
      -2 * std::sqrt(c7 / (c7 + std::pow(25.0, 7))) * std::sin(radians(60 * std::exp(-std::pow((h - 275) / 25, 2))));
  const double x = (q[0] - p[0]) / sl;
  const double y = (c2 - c1) / sc;
  const double z = dH / sh;
  return std::sqrt(x * x + y * y + z * z + rt * y * z);
}

Rgb seenBy(Sight sight, Rgb rgb) {
  using Matrix = std::array<Triple, 3>;
  static constexpr Matrix protan{
      {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
  static constexpr Matrix deutan{
      {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
  static constexpr Matrix tritan{
      {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
  if (sight == Sight::Normal) return rgb;
  const Matrix& m = sight == Sight::Protan ? protan : sight == Sight::Deutan ? deutan : tritan;
  const Triple c = linear(rgb);
  return 0xff000000 | gamma(dot(m[0], c)) << 16 | gamma(dot(m[1], c)) << 8 | gamma(dot(m[2], c));
}

}  // namespace colour
}  // namespace sharecar::desktop
