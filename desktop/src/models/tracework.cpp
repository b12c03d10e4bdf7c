#include "models/tracework.h"

namespace sharecar::desktop {

TraceWork::TraceWork(QObject* parent) : QObject(parent) {
  m_pool.setMaxThreadCount(1);
  m_pool.setExpiryTimeout(-1);
}

TraceWork::~TraceWork() {
  m_pool.clear();
  m_pool.waitForDone();
}

}  // namespace sharecar::desktop
