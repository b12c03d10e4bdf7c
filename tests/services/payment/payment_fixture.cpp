#include "services/payment/payment_fixture.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <filesystem>

#include "chassis/crypto/seal.hpp"
#include "services/payment/assemble.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::payment::testing {
namespace {

using namespace std::chrono_literals;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

boost::json::value Answer::json() const {
  boost::system::error_code error;
  auto out = boost::json::parse(body, error);
  return error ? boost::json::value{} : out;
}

std::string Answer::at(const std::string& name) const {
  const auto document = json();
  const auto* found = document.is_object() ? document.get_object().if_contains(name) : nullptr;
  if (found == nullptr) return "";
  return found->is_string() ? std::string{found->get_string()} : boost::json::serialize(*found);
}

std::string Answer::field(const std::string& name) const {
  const auto at = lower(head).find("\r\n" + lower(name) + ": ");
  if (at == head.npos) return "";
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

Answer call(int port, const std::string& method, const std::string& target, const std::string& body,
            const std::vector<std::pair<std::string, std::string>>& headers) {
  net::io_context context;
  net::ip::tcp::socket socket{context};
  boost::system::error_code error;
  socket.connect({net::ip::address_v4::loopback(), static_cast<unsigned short>(port)}, error);
  if (error) return {};
  std::string request = method + ' ' + target + " HTTP/1.1\r\nHost: payment\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  if (!body.empty()) request += "Content-Type: application/json\r\n";
  request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  net::write(socket, net::buffer(request), error);
  std::string received;
  net::read(socket, net::dynamic_buffer(received), error);
  const auto end = received.find("\r\n\r\n");
  if (end == received.npos) return {};
  Answer out;
  out.head = received.substr(0, end + 2);
  out.body = received.substr(end + 4);
  out.status = std::stoi(out.head.substr(out.head.find(' ') + 1));
  return out;
}

Running::Running(const std::string& name, std::unique_ptr<Service> service)
    : service_(std::move(service)), thread_([this] { service_->run(); }) {
  if (!test::eventually([this] { return service_->ready(); })) throw std::runtime_error(name + " does not start");
}

Running::~Running() {
  service_->stop();
  thread_.join();
}

std::pair<std::string, std::string> key_pair() {
  static const auto files = [] {
    const auto folder = std::filesystem::temp_directory_path();
    const std::string stem = (folder / ("payment-test-" + std::to_string(getpid()))).string();
    EVP_PKEY* key = EVP_RSA_gen(2048);
    std::FILE* secret = std::fopen((stem + ".key").c_str(), "w");
    PEM_write_PrivateKey(secret, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(secret);
    std::FILE* open = std::fopen((stem + ".pub").c_str(), "w");
    PEM_write_PUBKEY(open, key);
    std::fclose(open);
    EVP_PKEY_free(key);
    return std::pair{stem + ".key", stem + ".pub"};
  }();
  return files;
}

PaymentConfig PaymentTest::config() const {
  PaymentConfig out;
  out.port = 0;
  out.postgres = database_.config(4);
  out.kafka = broker_.config();
  test::report_no_spans(out);
  out.server.drain_delay_ms = 0;
  out.cardnet.url = cardnet_.url();
  out.cardnet.time_limiter.timeout_duration = std::chrono::seconds{2};
  out.worker_timeout_ms = 300;
  out.payment_private_key = private_key_;
  out.server.drain_ms = drain_ms_;
  out.log.level = "OFF";
  return out;
}

void PaymentTest::SetUp() {
  std::tie(private_key_, public_key_) = key_pair();
  pay_by_ = to_rfc3339(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now() + 10min));
  start();
}

void PaymentTest::TearDown() { stop(); }

void PaymentTest::start() {
  const auto settings = config();
  auto service = std::make_unique<Service>("payment", settings, std::vector<Property>{});
  assemble(*service, settings);
  running_ = std::make_unique<Running>("payment", std::move(service));
}

Answer PaymentTest::ask(int order, const std::string& card, int patience, int price) {
  const std::string body = R"({"customerId":"kim","price":)" + std::to_string(price) + R"(,"payBy":")" + pay_by_ +
                           R"(","payMethod":"card","methodToken":")" + card + R"("})";
  return call(port(), "PUT", "/internal/payments/" + std::to_string(order), body,
              {{"x-deadline-remaining-ms", std::to_string(patience)}});
}

Answer PaymentTest::ask_sealed(int order, const std::string& number) {
  const std::string sealed = crypto::Sealer{public_key_}.seal(number);
  const std::string body = R"({"customerId":"kim","price":1000,"payBy":")" + pay_by_ +
                           R"(","payMethod":"card","sealedCard":")" + sealed + R"("})";
  return call(port(), "PUT", "/internal/payments/" + std::to_string(order), body, {{"x-deadline-remaining-ms", "600"}});
}

Answer PaymentTest::pay(const std::string& body) { return call(port(), "POST", "/payments", body); }

void PaymentTest::tell(int order, const char* type, int version, OrderState state, const std::string& more) {
  ++told_;
  const std::string id = std::to_string(order);
  const std::string pay_by = more.find("payBy") == more.npos ? R"(,"payBy":")" + pay_by_ + '"' : "";
  const std::string customer = more.find("customerId") == more.npos ? R"(,"customerId":"kim")" : "";
  const std::string refund = more.find("refund") == more.npos ? R"(,"refund":"NONE")" : "";
  broker_.event(contracts::topics::order, id, type, version,
                R"({"orderId":)" + id + R"(,"carId":1002,"carClass":"","startsAt":"2030-01-01T10:00:00Z",)" +
                    R"("endsAt":"2030-01-01T11:00:00Z","price":1000,"payMethod":"card","state":")" +
                    boost::describe::enum_to_string(state, "") + R"(","tries":0,"createdAt":"2026-11-21T12:00:00Z",)" +
                    R"("at":"2026-11-21T12:00:00Z","version":)" + std::to_string(version) + pay_by + customer + refund +
                    more + '}');
}

void PaymentTest::place(int order, const std::string& customer, const std::string& pay_by) {
  std::string more = R"(,"customerId":")" + customer + '"';
  if (!pay_by.empty()) more += R"(,"payBy":")" + pay_by + '"';
  tell(order, contracts::event::order_placed, 1, OrderState::REQUESTED, more);
  expect_soon("SELECT count(*) FROM bills WHERE order_id = " + std::to_string(order), "1");
}

void PaymentTest::request_refund(int order, int amount, int version) {
  tell(order, contracts::event::refund_requested, version, OrderState::CANCEL_REQUESTED,
       R"(,"refund":"REQUESTED","refundAmount":)" + std::to_string(amount));
}

void PaymentTest::expect_soon(const std::string& sql, const std::string& answer, std::chrono::seconds limit) {
  test::eventually([&] { return database_.ask(sql) == answer; }, limit);
  EXPECT_EQ(database_.ask(sql), answer) << sql;
}

std::string PaymentTest::attempts(int order) const {
  return database_.ask("SELECT number || ' ' || state FROM payments WHERE order_id = " + std::to_string(order) +
                       " ORDER BY number");
}

std::string PaymentTest::bill(int order) const {
  return database_.ask(
      "SELECT outcome || ' v' || version || CASE refund WHEN 'NONE' THEN '' ELSE ' ' || refund || ' ' || refund_amount "
      "END || CASE WHEN closed THEN ' closed' ELSE '' END FROM bills WHERE order_id = " +
      std::to_string(order));
}

std::string PaymentTest::outbox(int order) const {
  return database_.ask("SELECT version || ' ' || type FROM outbox WHERE aggregate_id = '" + std::to_string(order) +
                       "' ORDER BY seq");
}

}  // namespace sharecar::payment::testing
