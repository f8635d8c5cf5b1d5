// SPDX-License-Identifier: BSL-1.0
// Documents with one mistake each: what the reader says, and whether an editor sees it too.
#pragma once

#include "source_dir.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace amends::testing {

inline std::string file_of(std::string const& path) {
    std::ifstream from(std::string(AMENDS_SOURCE_DIR) + "/" + path);
    return {std::istreambuf_iterator<char>(from), {}};
}

// Seven lines, to which each test adds its own.
inline std::string const start = "name = \"Shop\"\n"
                                 "version = 1\n"
                                 "effective = 2026-01-01\n"
                                 "changed_by = \"manager\"\n"
                                 "ladder.roles = [\"agent\", \"manager\"]\n"
                                 "[[limit]]\n"
                                 "role = \"agent\"\nremedy = \"any\"\nmax = \"50.00 EUR\"\n";
inline std::string const people = "[[colleague]]\nid = \"ann\"\nroles = [\"agent\"]\n"
                                  "[[colleague]]\nid = \"mia\"\nroles = [\"manager\"]\n";

inline std::string const a_month = "[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\n"
                                   "per = [\"actor\"]\nperiod = \"month\"\n";

inline std::string const lending = people + "[[delegation]]\nid = \"D1\"\nfrom = \"mia\"\n"
                                            "to = \"ann\"\nrole = \"manager\"\n"
                                            "first_day = 2026-02-01\nlast_day = 2026-02-02\n"
                                            "reason = \"away\"\n";

struct wrong_document {
    std::string added; ///< to `start`
    char const* says;
    bool in_schema = true; ///< false: it takes more than one place of the document to know
};

inline std::vector<wrong_document> wrong_documents() {
    return {
        {"[[limt]]\n", "a.toml:10:3: expected the key \"limit\", found \"limt\""},
        {"[[limit]]\nrole = \"manager\"\nremedy = \"any\"\nmxa = \"9.00 EUR\"\n",
         "a.toml:13:1: expected the key \"max\", found \"mxa\""},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"any\"\nmax = \"9.00 EUR\"\n",
         "a.toml:10:1: key \"limit\": expected one limit for each role, remedy and currency, found a second one "
         "for agent, any (the first is in line 6)",
         false},
        {"[approval]\nnames = 2\n",
         "a.toml:11:1: expected one of the keys: approvers, found \"names\""},
        {"[[limit]]\nrole = \"agnet\"\nremedy = \"any\"\nmax = \"9.00 EUR\"\n",
         "a.toml:11:8: key \"role\": expected a role of the ladder, \"agent\", found \"agnet\"",
         false},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"refnd\"\nmax = \"9.00 EUR\"\n",
         "a.toml:12:10: key \"remedy\": expected \"refund\", found \"refnd\""},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"credit\"\nmax = \"9.00 EUR\"\nmin = \"1.00 GBP\"\n",
         "a.toml:14:7: key \"min\": expected an amount in EUR as in \"max\", found GBP", false},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"credit\"\nmax = \"9.00 EUR\"\nmin = \"9.01 EUR\"\n",
         "a.toml:14:7: key \"min\": expected at most 9.00 EUR as in \"max\", found 9.01 EUR",
         false},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\"custmer\"]\nperiod = "
         "\"month\"\n",
         "a.toml:13:8: key \"per\": expected \"customer\", found \"custmer\""},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = []\nperiod = \"month\"\n",
         "a.toml:13:7: key \"per\": expected \"actor\", \"customer\" or both, found an empty list"},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\"actor\"]\nperiod = "
         "\"0 days\"\n",
         "a.toml:14:10: key \"period\": expected day, week, month, quarter, year, or \"30 days\" (1 to 3660), "
         "found \"0 days\""},
        {"[[offer]]\nremedy = \"any\"\n",
         "a.toml:11:10: key \"remedy\": expected one of: other, apology, refund, replacement, repair, credit, "
         "discount, compensation, service, found \"any\""},
        {"[[hours]]\nrole = \"agent\"\ndays = [\"monday\"]\n",
         "a.toml:12:9: key \"days\": expected one of: mon, tue, wed, thu, fri, sat, sun, found \"monday\""},
        {"[[hours]]\nrole = \"agent\"\nfrom = \"08:00\"\n",
         "a.toml:12:8: key \"from\": expected a time of day such as 08:30:00, found a string"},
        {"[[hours]]\nrole = \"agent\"\nfrom = 08:00:30\n",
         "a.toml:12:8: key \"from\": expected whole minutes, found seconds"},
        {"[[reserved]]\nroles = [\"manager\"]\n",
         "a.toml:10:1: key \"reserved\": expected the key \"category\" or \"from_severity\", found neither"},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = []\n",
         "a.toml:12:9: key \"roles\": expected at least one role, found none"},
        {"[[dual_control]]\nabove = \"100.00 EUR\"\napprovers = 0\n",
         "a.toml:12:13: key \"approvers\": expected a whole number from 1 to 16, found 0"},
        {"[rates]\nhome = \"EUR\"\nGBP = 1.17\n",
         "a.toml:12:7: key \"GBP\": expected a rate in quotes such as \"0.9215\", found a floating-point "
         "number"},
        {"[rates]\nhome = \"EUR\"\nEUR = \"1\"\n",
         "a.toml:12:1: expected a currency other than the home currency, found EUR", false},
        {"[rates]\nhome = \"XXX\"\n",
         "a.toml:11:8: key \"home\": expected a currency such as EUR, found \"XXX\", which is none"},
        {"[rates]\nhome = \"EUR\"\nXXX = \"1\"\n",
         "a.toml:12:1: expected the key \"home\" or a currency such as GBP, found \"XXX\""},
        {"[[limit]]\nrole = \"manager\"\nremedy = \"any\"\nmax = \"500.00 XXX\"\n",
         "a.toml:13:7: key \"max\": expected an amount in a currency, found \"500.00 XXX\", which is in "
         "none"},
        {people + "[[colleague]]\nid = \"ann\"\nroles = [\"agent\"]\n",
         "a.toml:17:6: key \"id\": expected each colleague once, found \"ann\" a second time (the first is in "
         "line 10)",
         false},
        {people + "[[colleague.absence]]\nfirst_day = 2026-02-02\nlast_day = 2026-02-01\n",
         "a.toml:18:12: key \"last_day\": expected a day not before \"first_day\", found an earlier one",
         false},
        {people + "[[colleague.absence]]\nfirst_day = 2026-02-02\nlast_day = 2026-02-02\n"
                  "substitute = \"anne\"\n",
         "a.toml:19:14: key \"substitute\": expected a colleague of the document, \"ann\", found \"anne\"",
         false},
        {people + "[[colleague.absence]]\nfirst_day = 2026-02-02\nlast_day = 2026-02-02\n"
                  "substitute = \"mia\"\n",
         "a.toml:19:14: key \"substitute\": expected somebody else, found \"mia\"", false},
        {people + "[[delegation]]\nid = \"D1\"\nfrom = \"ann\"\nto = \"mia\"\nrole = \"manager\"\n"
                  "first_day = 2026-02-01\nlast_day = 2026-02-02\nreason = \"away\"\n",
         "a.toml:20:8: key \"role\": expected a role that ann holds, agent, found \"manager\"",
         false},
        {people + "[[delegation]]\nid = \"D1\"\nfrom = \"mia\"\nto = \"bob\"\nrole = \"manager\"\n"
                  "first_day = 2026-02-01\nlast_day = 2026-02-02\nreason = \"away\"\n",
         "a.toml:19:6: key \"to\": expected a colleague of the document, one of: ann, mia, found \"bob\"",
         false},
        {people + "[[delegation]]\nid = \"D1\"\nfrom = \"mia\"\nto = \"ann\"\nrole = \"manager\"\n"
                  "first_day = 2026-02-01\nlast_day = 2026-02-02\n",
         "a.toml:16:1: expected the key \"reason\", found none"},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relative\"\n",
         "a.toml:10:1: key \"interest\": expected what the interest is in: customer, case, category or remedy, found "
         "none"},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relativ\"\ncustomer = \"c\"\n",
         "a.toml:12:6: key \"is\": expected \"relative\", found \"relativ\""},
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\"actor\", \"actor\"]\n"
         "period = \"month\"\n",
         "a.toml:13:17: key \"per\": expected each word once, found \"actor\" twice"},
        {a_month + a_month,
         "a.toml:15:1: key \"cumulative\": expected one limit for each role, remedy, currency, "
         "\"per\" and period, found a second one for agent, any (the first is in line 10)",
         false},
        {"[[offer]]\nremedy = \"refund\"\ncategory = \"\"\n",
         "a.toml:12:12: key \"category\": expected a category, found an empty text"},
        {"[[reserved]]\nroles = [\"manager\"]\ncategory = \"a\\u0007b\"\n",
         "a.toml:12:12: key \"category\": expected a category of at most 39 bytes, all printable, "
         "found a control character"},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relative\"\ncategory = \"" +
             std::string(40, 'x') + "\"\n",
         "a.toml:13:12: key \"category\": expected a category of at most 39 bytes, all printable, "
         "found 40 bytes"},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relative\"\ncustomer = \"\"\n",
         "a.toml:13:12: key \"customer\": expected a name, found an empty text"},
        {"[[hours]]\nrole = \"agent\"\ndays = []\n",
         "a.toml:12:8: key \"days\": expected at least one day, found none"},
        {"[[hours]]\nrole = \"agent\"\ndays = [\"mon\", \"mon\"]\n",
         "a.toml:12:16: key \"days\": expected each day once, found \"mon\" twice"},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = [\"manager\", \"manager\"]\n",
         "a.toml:12:21: key \"roles\": expected each role once, found \"manager\" twice"},
        {"[[colleague]]\nid = \"ann\"\nroles = [\"agent\", \"agent\"]\n",
         "a.toml:12:19: key \"roles\": expected each role once, found \"agent\" twice"},
        {"[rates]\nhom = \"EUR\"\nGBP = \"1.17\"\n",
         "a.toml:11:1: expected the key \"home\" or a currency such as GBP, found \"hom\""},
        {"[rates]\nGBP = \"1.17\"\n", "a.toml:10:1: expected the key \"home\", found none"},
        {"[separation]\nevaluator_differs_from_approver = true\n",
         "a.toml:11:1: expected the key \"evaluator_differs_from_approvers\", found "
         "\"evaluator_differs_from_approver\""},
        {"[separation]\nevaluator_differs_from_proposer = 1\n",
         "a.toml:11:35: key \"evaluator_differs_from_proposer\": expected true or false, found an "
         "integer"},
        {"[personal_data]\nerased_by = [\"agnet\"]\n",
         "a.toml:11:14: key \"erased_by\": expected a role of the ladder, \"agent\", found \"agnet\"",
         false},
        {"[personal_data]\nheld_by = [\"agent\", \"agent\"]\n",
         "a.toml:11:21: key \"held_by\": expected each role once, found \"agent\" twice"},
        {"[personal_data]\nerasedby = [\"agent\"]\n",
         "a.toml:11:1: expected the key \"erased_by\", found \"erasedby\""},
        {"[[retention]]\ncategory = \"privacy\"\n",
         "a.toml:10:1: expected the key \"days\", found none"},
        {"[[retention]]\ndays = 0\n",
         "a.toml:11:8: key \"days\": expected a whole number from 1 to 36500, found 0"},
        {"[[retention]]\ndays = 1\ncategory = \"\"\n",
         "a.toml:12:12: key \"category\": expected a category, found an empty text"},
        {"[lifecycle]\nmigrated_by = [\"agnet\"]\n",
         "a.toml:11:16: key \"migrated_by\": expected a role of the ladder, \"agent\", found "
         "\"agnet\"",
         false},
        {"[lifecycle]\nmigratedby = [\"agent\"]\n",
         "a.toml:11:1: expected the key \"migrated_by\", found \"migratedby\""},
        {"[lifecycle]\n", "a.toml:10:1: expected the key \"migrated_by\", found none"},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"refund\"\nmax = 50\n",
         "a.toml:13:7: key \"max\": expected an amount in quotes such as \"50.00 EUR\", found an "
         "integer"},
        {"[[limit]]\nrole = \"agent\"\nremedy = \"refund\"\nmax = \"50.00 JPY\"\n",
         "a.toml:13:7: key \"max\": expected an amount in JPY without decimals, found \"50.00 "
         "JPY\"",
         false},
        // What is said twice, or taken back by another line.
        {"[[offer]]\nremedy = \"refund\"\n[[offer]]\nremedy = \"refund\"\n",
         "a.toml:12:1: key \"offer\": expected one line for each remedy, category and role, found a "
         "second one for refund (the first is in line 10)",
         false},
        {"[[dual_control]]\nabove = \"100.00 EUR\"\napprovers = 2\n"
         "[[dual_control]]\nabove = \"100.00 EUR\"\napprovers = 3\n",
         "a.toml:13:1: key \"dual_control\": expected one line for each remedy and amount, found a "
         "second one for any above 100.00 EUR (the first is in line 10)",
         false},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = [\"agent\", \"manager\"]\n"
         "[[reserved]]\ncategory = \"privacy\"\nroles = [\"manager\"]\n",
         "a.toml:13:1: key \"reserved\": expected one line for each category and severity, found a "
         "second one for privacy (the first is in line 10)",
         false},
        {"[[reserved]]\nfrom_severity = \"high\"\nroles = [\"agent\", \"manager\"]\n"
         "[[reserved]]\nfrom_severity = \"high\"\nroles = [\"manager\"]\n",
         "a.toml:13:1: key \"reserved\": expected one line for each category and severity, found a "
         "second one for high (the first is in line 10)",
         false},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = [\"agent\"]\n"
         "[[reserved]]\ncategory = \"privacy\"\nfrom_severity = \"high\"\nroles = [\"manager\"]\n",
         "a.toml:16:9: key \"roles\": expected a role of those in line 10, without whom nobody "
         "decides: agent, found manager",
         false},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = [\"agent\"]\n"
         "[[reserved]]\nfrom_severity = \"critical\"\nroles = [\"manager\"]\n",
         "a.toml:15:9: key \"roles\": expected a role of those in line 10, without whom nobody "
         "decides: agent, found manager",
         false},
        {"[[reserved]]\nfrom_severity = \"low\"\nroles = [\"manager\"]\n"
         "[[reserved]]\ncategory = \"privacy\"\nroles = [\"agent\"]\n",
         "a.toml:15:9: key \"roles\": expected a role of those in line 10, without whom nobody "
         "decides: manager, found agent",
         false},
        {"[[retention]]\ndays = 1\n[[retention]]\ndays = 2\n",
         "a.toml:12:1: key \"retention\": expected one line for each category, found a second one "
         "for every case (the first is in line 10)",
         false},
        {"[[interest]]\ncolleague = \"ann\"\nis = \"relative\"\ncustomer = \"c\"\n"
         "[[interest]]\ncolleague = \"ann\"\nis = \"relative\"\ncustomer = \"c\"\n",
         "a.toml:14:1: key \"interest\": expected each interest once, found a second one for ann "
         "(the first is in line 10)",
         false},
        {"[[hours]]\nrole = \"agent\"\nfrom = 08:00:00\nuntil = 08:00:00\n",
         "a.toml:13:9: key \"until\": expected another time than \"from\", or neither of them for all day, found the same",
         false},
        {lending + "revoked = 2026-01-31\n",
         "a.toml:24:11: key \"revoked\": expected a moment from 2026-02-01T00:00:00Z and before "
         "2026-02-03T00:00:00Z, while it lends, found 2026-01-31T00:00:00Z",
         false},
        {lending + "revoked = 2026-02-03\n", // its last day is over then
         "a.toml:24:11: key \"revoked\": expected a moment from 2026-02-01T00:00:00Z and before "
         "2026-02-03T00:00:00Z, while it lends, found 2026-02-03T00:00:00Z",
         false},
        // A list over several lines: the line of what is wrong in it.
        {"[[cumulative]]\nrole = \"agent\"\nmax = \"9.00 EUR\"\nper = [\n  \"actor\",\n"
         "  \"custmer\",\n]\nperiod = \"month\"\n",
         "a.toml:15:3: key \"per\": expected \"customer\", found \"custmer\""},
        {"[[hours]]\nrole = \"agent\"\ndays = [\n  \"mon\",\n  \"tue\",\n  \"mon\",\n]\n",
         "a.toml:15:3: key \"days\": expected each day once, found \"mon\" twice"},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = [\n  \"manager\",\n  \"agnet\",\n]\n",
         "a.toml:14:3: key \"roles\": expected a role of the ladder, \"agent\", found \"agnet\"",
         false},
        {"[[reserved]]\ncategory = \"privacy\"\nroles = [\n  \"manager\",\n  \"manager\",\n]\n",
         "a.toml:14:3: key \"roles\": expected each role once, found \"manager\" twice"},
        {"[routing]\ninform = [\n  \"quality\",\n  \"\",\n]\n",
         "a.toml:13:3: key \"inform\": expected a role, found an empty name"},
        {"[routing]\ninform = [\"\"]\n",
         "a.toml:11:11: key \"inform\": expected a role, found an empty name"},
    };
}

} // namespace amends::testing
