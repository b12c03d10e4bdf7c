/// The six states of a breaker as glyphs that are told apart without colour, and the colours they have.
#pragma once

#include <QWidget>

#include "models/breakers.h"
#include "models/colours.h"

class QPainter;

namespace sharecar::desktop {

Rgb stateColour(BreakerState state, const Tokens& tokens);

/// Paints the glyph into a square: closed is a joined line, open a broken one, half open half a disc, forced open a bar
/// across, disabled a slash, metrics only three columns.
void paintStateGlyph(QPainter& painter, const QRectF& square, BreakerState state, const Tokens& tokens);

}  // namespace sharecar::desktop
