//! Licenses as a server hands them out: with every key of the printed reply to a get.

use super::{mrr, object_id, source_id};

/// The JSON text of a record.
pub(crate) fn record(number: u64) -> String {
    let id = object_id(number);
    let mrr = mrr(number);
    let value = mrr * 24.0;
    let source = source_id(number);
    let company = number % 5000;
    let days = number % 3000 + 1;
    let week = f64::from(u32::try_from(number % 365).unwrap_or_default()) / 7.0;
    format!(
        concat!(
            r#"{{"_id":"{id}","renewalStatus":"renewed","issues":null,"autoRenews":false,"noticePeriod":null,"#,
            r#""renewalUnit":"month","noticeUnit":null,"invoicesGenerated":false,"isOverdue":false,"#,
            r#""renewalDaysFromNow":-{days},"renewalDate":"2017-12-22T00:00:00.000Z","mrr":{mrr},"length":24,"#,
            r#""fixedPeriod":true,"product":"Large License","value":{value},"_currency":"USD","#,
            r#""fromDate":"2015-12-22T00:00:00.000Z","toDate":"2017-12-22T00:00:00.000Z","#,
            r#""salesDate":"2015-12-22T18:07:49.000Z","renewalPeriod":24,"toDateIncluded":false,"#,
            r#""invoiceCycleInterval":0,"sourceId":"{source}","companyId":"56bccdf5{company:016x}","#,
            r#""companyName":"Company {company}","custom":{{"Days in Phase":{days},"NRR30":0,"t123":"undefined","#,
            r#""Logins":0,"Days until renewal":-1,"Renewal in days":-1,"Activity Count":0,"Week No":{week}}}}}"#,
        ),
        id = id,
        days = days,
        mrr = mrr,
        value = value,
        source = source,
        company = company,
        week = week,
    )
}

/// A page: the records from an offset on, sorted by `_id`.
pub(crate) fn page(offset: u64, limit: u64, of: u64) -> String {
    let last = offset.saturating_add(limit).min(of);
    let mut page = String::from("[");
    for number in offset..last {
        if number > offset {
            page.push(',');
        }
        page.push_str(&record(number));
    }
    page.push(']');
    page
}
